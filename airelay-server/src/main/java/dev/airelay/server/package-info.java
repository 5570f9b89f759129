/** The Netty pipeline, the routes and the composition root. */
package dev.airelay.server;
