package dev.airelay.auth.login;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The loopback listener of a browser login. Serves at most {@value #MAX_CONNECTIONS} connections at a time, on daemon
 * threads; more wait in the system's queue. Each connection has a few seconds to send its request.
 *
 * <p>Uses plain sockets: the JDK's HTTP server limits slow clients by system properties only, which a module must not set in
 * a program that embeds it.
 */
final class CallbackListener implements Closeable {
    private static final int MAX_CONNECTIONS = 16;
    private static final int MAX_ACCEPT_FAILURES = 100;
    /** Time limit for the browser to follow the redirect to the success page. */
    private static final Duration LAST_PAGE_LIMIT = Duration.ofSeconds(3);

    private static final Duration THREADS_END_LIMIT = Duration.ofSeconds(2);

    private final LoopbackSockets listening;
    private final RedirectionEndpoint endpoint;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
    private final CountDownLatch lastPage = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "airelay-login");
        thread.setDaemon(true);
        return thread;
    });

    private CallbackListener(LoopbackSockets listening, RedirectionEndpoint endpoint) {
        this.listening = listening;
        this.endpoint = endpoint;
    }

    /** Starts answering on these sockets, which are closed with the listener. */
    static CallbackListener start(LoopbackSockets sockets, RedirectionEndpoint endpoint) {
        CallbackListener listener = new CallbackListener(sockets, endpoint);
        for (ServerSocket socket : sockets.sockets()) {
            listener.threads.execute(() -> listener.accept(socket));
        }
        return listener;
    }

    private void accept(ServerSocket listener) {
        try {
            // A connection that breaks while it is accepted must not end the login; a broken listener must not spin.
            for (int failures = 0; failures < MAX_ACCEPT_FAILURES && !listener.isClosed(); failures++) {
                acceptWhilePossible(listener);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptWhilePossible(ServerSocket listener) throws InterruptedException {
        while (true) {
            free.acquire();
            try {
                Socket socket = listener.accept();
                open.add(socket);
                dispatch(socket);
            } catch (IOException closedOrBroken) {
                free.release();
                return;
            }
        }
    }

    private void dispatch(Socket socket) throws IOException {
        try {
            threads.execute(() -> serve(socket));
        } catch (RejectedExecutionException closed) {
            socket.close();
            free.release();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (new CallbackConnection(socket, endpoint).serve()) {
                lastPage.countDown();
            }
        } catch (IOException gone) {
            // The client went away or was too slow; the login does not depend on one connection.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
            free.release();
        }
    }

    /** Waits briefly until the browser has its last page, so that the end of the login does not truncate it. */
    void awaitLastPage() throws InterruptedException {
        boolean unused = lastPage.await(LAST_PAGE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends every connection; the port is free when this returns, unless the thread is interrupted. */
    @Override
    public void close() {
        listening.close();
        threads.shutdownNow();
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // A connection whose close fails is closed anyway.
            }
        }
        try {
            // The system holds a port for as long as a thread is still returning from accept.
            boolean unused = threads.awaitTermination(THREADS_END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
