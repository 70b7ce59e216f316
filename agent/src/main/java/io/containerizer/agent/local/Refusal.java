package io.containerizer.agent.local;

/** Why a call has no effect: an HTTP status, and a text for who made it. */
record Refusal(int status, String text) {}
