package dev.airelay.emulator.turn;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Draws images of one color, each a complete file that any reader of its format opens. Small for any number of pixels. */
public final class Picture {
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int RGB = 2;
    private static final int RGBA = 6;
    private static final byte[] COLOR = {0x30, 0x60, (byte) 0x90, (byte) 0xFF};
    private static final int BLOCK = 8;
    private static final int QUANTITIES = 64;

    private Picture() {}

    /**
     * Draws an image.
     *
     * @param format {@code png}, {@code jpeg} or {@code webp}
     * @param transparent whether nothing of the background is seen; JPEG has no such thing
     */
    static byte[] draw(String format, int width, int height, boolean transparent) {
        return switch (format) {
            case "jpeg" -> jpeg(width, height);
            case "webp" -> webp(width, height, transparent);
            default -> png(width, height, transparent);
        };
    }

    /** A PNG: header, one compressed data chunk, end. */
    static byte[] png(int width, int height, boolean transparent) {
        int samples = transparent ? RGBA - RGB : RGB + 1;
        byte[] rows = new byte[(1 + width * samples) * height];
        if (!transparent) {
            int at = 0;
            for (int y = 0; y < height; y++) {
                at++;
                for (int x = 0; x < width; x++) {
                    System.arraycopy(COLOR, 0, rows, at, samples);
                    at += samples;
                }
            }
        }
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put((byte) (transparent ? RGBA : RGB)).put(new byte[3]);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(PNG_SIGNATURE);
        chunk(file, "IHDR", header.array());
        chunk(file, "IDAT", deflated(rows));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        byte[] named = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(named);
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        file.writeBytes(named);
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(data);
            deflater.finish();
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            byte[] piece = new byte[8 * 1024];
            while (!deflater.finished()) {
                compressed.write(piece, 0, deflater.deflate(piece));
            }
            return compressed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** A baseline JPEG of one component in middle gray: every block has no coefficients at all. */
    static byte[] jpeg(int width, int height) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        bytes(file, 0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
        bytes(file, 0xFF, 0xDB, 0, 3 + QUANTITIES, 0);
        for (int i = 0; i < QUANTITIES; i++) {
            file.write(1);
        }
        bytes(file, 0xFF, 0xC0, 0, 11, 8, height >> 8, height, width >> 8, width, 1, 1, 0x11, 0);
        // One code of one bit each: no difference to the block before; the end of the block.
        huffmanTable(file, 0x00);
        huffmanTable(file, 0x10);
        bytes(file, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0);
        int blocks = ((width + BLOCK - 1) / BLOCK) * ((height + BLOCK - 1) / BLOCK);
        int bits = 2 * blocks;
        for (int i = 0; i < bits / Byte.SIZE; i++) {
            file.write(0);
        }
        if (bits % Byte.SIZE > 0) {
            file.write((1 << (Byte.SIZE - bits % Byte.SIZE)) - 1);
        }
        bytes(file, 0xFF, 0xD9);
        return file.toByteArray();
    }

    private static void huffmanTable(ByteArrayOutputStream file, int which) {
        bytes(file, 0xFF, 0xC4, 0, 20, which, 1);
        for (int length = 2; length <= 16; length++) {
            file.write(0);
        }
        file.write(0);
    }

    /** A lossless WebP: five codes of one symbol each, so that the pixels themselves take no bits. */
    static byte[] webp(int width, int height, boolean transparent) {
        BitsFromLow bits = new BitsFromLow();
        bits.put(0x2F, 8);
        bits.put(width - 1, 14);
        bits.put(height - 1, 14);
        bits.put(1, 1);
        bits.put(0, 3);
        // No transform, no color cache, one group of codes.
        bits.put(0, 3);
        int[] greenRedBlueAlpha = {COLOR[1], COLOR[0], COLOR[2], transparent ? 0 : 0xFF};
        for (int symbol : greenRedBlueAlpha) {
            bits.put(0b101, 3);
            bits.put(symbol & 0xFF, 8);
        }
        // The codes of distances: the symbol 0, in one bit.
        bits.put(0b001, 3);
        bits.put(0, 1);
        byte[] data = bits.toBytes();
        int padded = data.length + data.length % 2;
        ByteBuffer file = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + padded);
        file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(data.length);
        return file.put(data).array();
    }

    private static void bytes(ByteArrayOutputStream file, int... values) {
        for (int value : values) {
            file.write(value);
        }
    }

    /** Bits in the order of WebP: the lowest first. */
    private static final class BitsFromLow {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long pending;
        private int count;

        void put(int value, int bits) {
            pending |= (long) value << count;
            count += bits;
            while (count >= Byte.SIZE) {
                bytes.write((int) pending);
                pending >>>= Byte.SIZE;
                count -= Byte.SIZE;
            }
        }

        byte[] toBytes() {
            if (count > 0) {
                bytes.write((int) pending);
                count = 0;
            }
            return bytes.toByteArray();
        }
    }
}
