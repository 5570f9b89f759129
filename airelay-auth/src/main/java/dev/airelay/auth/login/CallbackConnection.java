package dev.airelay.auth.login;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One connection to the loopback listener: one request, one answer, bounded in size and time. */
final class CallbackConnection {
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final Duration HEAD_LIMIT = Duration.ofSeconds(5);

    private final Socket socket;
    private final RedirectionEndpoint endpoint;
    private final long headDeadline;

    CallbackConnection(Socket socket, RedirectionEndpoint endpoint) {
        this.socket = socket;
        this.endpoint = endpoint;
        this.headDeadline = System.nanoTime() + HEAD_LIMIT.toNanos();
    }

    /**
     * Reads the request and answers it. Returns true if it sent the last page that the browser needs.
     *
     * @throws IOException when the client went away, was too slow or sent nothing
     */
    boolean serve() throws IOException, InterruptedException {
        PageAnswer answer = answer(readHead());
        socket.getOutputStream().write(answer.bytes());
        // Closing with unread bytes would reset the connection and discard the page.
        socket.shutdownOutput();
        skipUnread();
        return answer.last();
    }

    private PageAnswer answer(String head) throws InterruptedException {
        if (head.length() >= MAX_HEAD_BYTES) {
            return PageAnswer.page(
                    "431 Request Header Fields Too Large",
                    "Request too large",
                    "The request is larger than any sign-in needs.");
        }
        var request = CallbackRequest.parse(head);
        return request.isEmpty()
                ? PageAnswer.page("400 Bad Request", "Bad request", "This is not a valid HTTP/1.1 request.")
                : endpoint.answer(request.get());
    }

    /** The request up to its empty line, or up to the size limit if there is none. */
    private String readHead() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int lineLength = 0;
        while (head.size() < MAX_HEAD_BYTES) {
            // The limit is for the whole head, so a client that sends single bytes gains nothing.
            socket.setSoTimeout(millisLeft());
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("the client did not send a complete request");
            }
            head.write(octet);
            if (octet == '\n') {
                if (lineLength == 0) {
                    break;
                }
                lineLength = 0;
            } else if (octet != '\r') {
                lineLength++;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private int millisLeft() throws SocketTimeoutException {
        long left = TimeUnit.NANOSECONDS.toMillis(headDeadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("the client took too long to send its request");
        }
        return (int) left;
    }

    private void skipUnread() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] unread = new byte[1024];
        for (int i = 0; i < 64 && in.available() > 0; i++) {
            int unused = in.read(unread);
        }
    }
}
