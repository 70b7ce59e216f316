package io.containerizer.agent.http;

import java.util.concurrent.locks.ReentrantLock;

/** The sink of one streamed answer. */
final class StreamSink implements Sink {

    private final Outgoing outgoing;
    private final ClientEndPoint client;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private boolean ended;

    StreamSink(Outgoing outgoing, ClientEndPoint client) {
        this.outgoing = outgoing;
        this.client = client;
    }

    @Override
    public boolean write(byte[] piece) {
        lock.lock();
        try {
            return !ended && !client.isGone() && outgoing.sendPiece(piece);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more: what another thread still writes must not become a part of the next answer. */
    void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void whenGone(Runnable task) {
        client.whenGone(task);
    }
}
