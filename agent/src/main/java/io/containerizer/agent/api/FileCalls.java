package io.containerizer.agent.api;

import com.google.protobuf.ByteString;
import io.containerizer.agent.files.FileEntry;
import io.containerizer.agent.files.FilePiece;
import io.containerizer.agent.files.RefusedFileException;
import io.containerizer.agent.files.VirtualFiles;
import io.containerizer.agent.http.Answer;
import io.containerizer.protocol.mesos.FileInfo;
import io.containerizer.protocol.mesos.TimeInfo;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.Response;

/** The calls that list and read files. */
final class FileCalls {

    private static final long NANOS = 1_000_000_000;

    private final VirtualFiles files;

    FileCalls(VirtualFiles files) {
        this.files = files;
    }

    Answer list(Call call, Exchange exchange) {
        try {
            Response.ListFiles.Builder all = Response.ListFiles.newBuilder();
            files.list(exchange.caller(), call.getListFiles().getPath())
                    .entries()
                    .forEach(entry -> all.addFileInfos(told(entry)));
            return exchange.answer(Response.newBuilder()
                    .setType(Response.Type.LIST_FILES)
                    .setListFiles(all)
                    .build());
        } catch (RefusedFileException e) {
            return e.answer();
        }
    }

    private static FileInfo told(FileEntry entry) {
        return FileInfo.newBuilder()
                .setPath(entry.path())
                .setNlink(entry.facts().links())
                .setSize(entry.facts().size())
                .setMtime(TimeInfo.newBuilder()
                        .setNanoseconds(
                                entry.facts().seconds() * NANOS + entry.facts().nanos()))
                .setMode(entry.facts().mode())
                .setUid(entry.user())
                .setGid(entry.group())
                .build();
    }

    Answer read(Call call, Exchange exchange) {
        Call.ReadFile wanted = call.getReadFile();
        // both are unsigned: what has the highest bit is behind the end of any file
        long offset = wanted.getOffset() < 0 ? Long.MAX_VALUE : wanted.getOffset();
        long length = wanted.hasLength() && wanted.getLength() >= 0 ? wanted.getLength() : VirtualFiles.LARGEST_PIECE;
        try {
            FilePiece piece = files.read(exchange.caller(), wanted.getPath(), offset, length);
            return exchange.answer(Response.newBuilder()
                    .setType(Response.Type.READ_FILE)
                    .setReadFile(Response.ReadFile.newBuilder()
                            .setSize(piece.size())
                            .setData(ByteString.copyFrom(piece.data())))
                    .build());
        } catch (RefusedFileException e) {
            return e.answer();
        }
    }
}
