package io.containerizer.agent.files;

/**
 * A part of a file.
 *
 * @param size of the whole file when it was read
 */
public record FilePiece(byte[] data, long size) {}
