package io.containerizer.api;

/** The size of a terminal in characters. */
public record TerminalSize(int rows, int columns) {}
