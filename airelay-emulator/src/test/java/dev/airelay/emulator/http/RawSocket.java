package dev.airelay.emulator.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airelay.emulator.Emulator;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A WebSocket written out byte by byte, as RFC 6455 and RFC 7692 describe it, for what a client library hides. */
public final class RawSocket implements AutoCloseable {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    private static final int LIMIT_MILLIS = 20_000;
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
    /** A mask of zeros leaves the payload as it is. */
    private static final byte[] MASK = {0, 0, 0, 0};

    private final Socket socket;
    private final DataInputStream in;
    private final String head;
    /** One for the whole connection: messages may refer to earlier ones. */
    private final Inflater inflater = new Inflater(true);

    /** A frame that was received, inflated; {@code compressed} is its first reserved bit. */
    public record Frame(int opcode, boolean last, boolean compressed, byte[] payload) {
        /** The payload as text. */
        public String text() {
            return new String(payload, UTF_8);
        }

        /** The status of a close frame. */
        public int status() {
            return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    /**
     * Connects and sends the upgrade; reads the head of the response.
     *
     * @param lines further header lines, which replace those of the same name; an empty value leaves the header out
     */
    public RawSocket(Emulator emulator, String... lines) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port());
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", "127.0.0.1");
        headers.put("connection", "Upgrade");
        headers.put("upgrade", "websocket");
        headers.put("sec-websocket-version", "13");
        headers.put("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        headers.put("authorization", "Bearer " + Emulator.accessToken());
        headers.put("chatgpt-account-id", Emulator.accountId());
        for (String line : lines) {
            headers.put(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        StringBuilder request = new StringBuilder("GET /backend-api/codex/responses HTTP/1.1\r\n");
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.append(name).append(": ").append(value).append("\r\n");
            }
        });
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(UTF_8));
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        while (!received.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            received.write(in.readUnsignedByte());
        }
        head = received.toString(ISO_8859_1);
    }

    /** Status line and headers of the response to the upgrade. */
    public String head() {
        return head;
    }

    /** Sends a whole frame. */
    public void send(int opcode, byte[] payload) throws IOException {
        send(opcode, true, payload);
    }

    /** Sends one frame of a message. */
    public void send(int opcode, boolean last, byte[] payload) throws IOException {
        write((last ? 0x80 : 0) | opcode, payload);
    }

    /** Sends a message compressed by permessage-deflate. */
    public void sendDeflated(byte[] text) throws IOException {
        write(0x80 | 0x40 | TEXT, deflated(text));
    }

    private void write(int first, byte[] payload) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
        if (payload.length < 126) {
            header.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            header.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            header.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        header.put(MASK);
        OutputStream out = socket.getOutputStream();
        out.write(header.array(), 0, header.position());
        try {
            out.write(payload);
        } catch (SocketException refusedWhileSending) {
            // The peer may close before it has read all: what it wrote can still be read.
        }
    }

    /** Reads the next frame; fails with {@link EOFException} or {@link SocketException} when the connection ends. */
    public Frame read() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] payload = new byte[Math.toIntExact(size)];
        in.readFully(payload);
        boolean compressed = (first & 0x40) != 0;
        return new Frame(first & 0x0F, (first & 0x80) != 0, compressed, compressed ? inflated(payload) : payload);
    }

    /** All frames until the connection ends, in order or by a reset. */
    public List<Frame> readToTheEnd() throws IOException {
        List<Frame> frames = new ArrayList<>();
        try {
            while (true) {
                frames.add(read());
            }
        } catch (EOFException | SocketException ended) {
            return frames;
        }
    }

    private static byte[] deflated(byte[] text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text);
        byte[] buffer = new byte[text.length + 64];
        int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        deflater.end();
        byte[] withoutTail = new byte[count - TAIL.length];
        System.arraycopy(buffer, 0, withoutTail, 0, withoutTail.length);
        return withoutTail;
    }

    private byte[] inflated(byte[] payload) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(payload);
        whole.writeBytes(TAIL);
        inflater.setInput(whole.toByteArray());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] buffer = new byte[4_096];
        try {
            for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
                text.write(buffer, 0, count);
            }
        } catch (DataFormatException damaged) {
            throw new AssertionError(damaged);
        }
        return text.toByteArray();
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        socket.close();
    }
}
