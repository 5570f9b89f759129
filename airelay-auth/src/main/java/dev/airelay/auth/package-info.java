/** The ChatGPT session: credentials and their storage. */
package dev.airelay.auth;
