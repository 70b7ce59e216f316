package io.containerizer.cli.remote;

import com.google.protobuf.ByteString;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.TTYInfo;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.ProcessIO;
import io.containerizer.protocol.recordio.RecordEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** What a container reads. Whoever writes waits while it is slow. */
public final class ContainerInput implements AutoCloseable {

    private final OutputStream body;
    private final CompletableFuture<ContainerizerException> refusal;

    ContainerInput(AgentClient.Upload call, ContainerID container) throws IOException {
        this.body = call.body();
        this.refusal = call.refusal();
        send(Call.newBuilder()
                .setType(Call.Type.ATTACH_CONTAINER_INPUT)
                .setAttachContainerInput(Call.AttachContainerInput.newBuilder()
                        .setType(Call.AttachContainerInput.Type.CONTAINER_ID)
                        .setContainerId(container)));
    }

    /** Completed when the agent refuses, and why: the container has no input, or another client has it. */
    public CompletableFuture<ContainerizerException> refusal() {
        return refusal;
    }

    /** @throws IOException when the agent is gone, or the container */
    public void write(byte[] bytes) throws IOException {
        send(ProcessIO.newBuilder()
                .setType(ProcessIO.Type.DATA)
                .setData(ProcessIO.Data.newBuilder()
                        .setType(ProcessIO.Data.Type.STDIN)
                        .setData(ByteString.copyFrom(bytes))));
    }

    public void resize(int rows, int columns) throws IOException {
        send(ProcessIO.newBuilder()
                .setType(ProcessIO.Type.CONTROL)
                .setControl(ProcessIO.Control.newBuilder()
                        .setType(ProcessIO.Control.Type.TTY_INFO)
                        .setTtyInfo(TTYInfo.newBuilder()
                                .setWindowSize(TTYInfo.WindowSize.newBuilder()
                                        .setRows(rows)
                                        .setColumns(columns)))));
    }

    private void send(ProcessIO.Builder message) throws IOException {
        send(Call.newBuilder()
                .setType(Call.Type.ATTACH_CONTAINER_INPUT)
                .setAttachContainerInput(Call.AttachContainerInput.newBuilder()
                        .setType(Call.AttachContainerInput.Type.PROCESS_IO)
                        .setProcessIo(message)));
    }

    private synchronized void send(Call.Builder call) throws IOException {
        body.write(RecordEncoder.frame(AgentClient.FORMAT.write(call.build())));
        body.flush();
    }

    /** The container reads the end of its input; a terminal has none. */
    public void end() throws IOException {
        write(new byte[0]);
    }

    /** Another may write then. */
    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // it is gone
        }
    }
}
