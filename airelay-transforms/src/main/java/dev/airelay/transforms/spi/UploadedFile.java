package dev.airelay.transforms.spi;

/**
 * A file that the client uploaded before.
 *
 * @param name the file's name, for the model
 * @param mediaType the type declared at the upload
 * @param content the bytes; not copied, must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Files are megabytes large, and are not compared.
public record UploadedFile(String name, String mediaType, byte[] content) {}
