package io.containerizer.agent.http;

import java.util.concurrent.Executor;

/** A sink whose client is gone: for sources that get no client, and must clean up all the same. */
record GoneSink(Executor threads) implements Sink {

    @Override
    public boolean write(byte[] piece) {
        return false;
    }

    @Override
    public void whenGone(Runnable task) {
        threads.execute(task);
    }
}
