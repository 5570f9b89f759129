/** Uploaded files, conversations and kept responses. */
package dev.airelay.store;
