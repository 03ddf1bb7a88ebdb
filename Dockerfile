# The site for those who have Docker: `docker compose up`.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/legajo

COPY requirements.txt constraints.txt ./
RUN pip install --requirement requirements.txt

COPY . .
# The key signs nothing: collecting static files only needs one to be set.
RUN DEBUG=0 SECRET_KEY=only-for-the-build python manage.py collectstatic --noinput --verbosity 0

RUN useradd --system --no-create-home --home-dir /nonexistent legajo
USER legajo
EXPOSE 8000
CMD ["gunicorn", "archive.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--limit-request-line", "8190", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
