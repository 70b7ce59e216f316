package io.containerizer.agent.api;

import com.google.protobuf.ByteString;
import io.containerizer.agent.http.Sink;
import io.containerizer.agent.streams.Output;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.mesos.DurationInfo;
import io.containerizer.protocol.mesos.agent.ProcessIO;
import io.containerizer.protocol.recordio.RecordEncoder;
import java.time.Duration;

/** Sends a container's output as records to one client. */
final class ProcessIoSender implements Output.Taker {

    private final Sink sink;
    private final MessageFormat format;

    ProcessIoSender(Sink sink, MessageFormat format) {
        this.sink = sink;
        this.format = format;
    }

    @Override
    public boolean take(boolean stderr, byte[] piece) {
        return send(ProcessIO.newBuilder()
                .setType(ProcessIO.Type.DATA)
                .setData(ProcessIO.Data.newBuilder()
                        .setType(stderr ? ProcessIO.Data.Type.STDERR : ProcessIO.Data.Type.STDOUT)
                        .setData(ByteString.copyFrom(piece)))
                .build());
    }

    /** A sign of life; a client that is gone is found out by it. */
    void heartbeat(Duration interval) {
        var _ = send(ProcessIO.newBuilder()
                .setType(ProcessIO.Type.CONTROL)
                .setControl(ProcessIO.Control.newBuilder()
                        .setType(ProcessIO.Control.Type.HEARTBEAT)
                        .setHeartbeat(ProcessIO.Control.Heartbeat.newBuilder()
                                .setInterval(DurationInfo.newBuilder().setNanoseconds(interval.toNanos()))))
                .build());
    }

    private boolean send(ProcessIO message) {
        return sink.write(RecordEncoder.frame(format.write(message)));
    }
}
