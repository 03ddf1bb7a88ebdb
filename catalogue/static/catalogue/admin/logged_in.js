'use strict';
/* A window that was opened to log in again: tell the page that waits, and make room for it. */
if ('BroadcastChannel' in window) {
    new BroadcastChannel('legajo-session').postMessage('logged in');
}
if (window.name === 'legajo-login') {
    window.close();
}
