/** The upstream over Netty: connections, streams, failures. */
package dev.airelay.backend;
