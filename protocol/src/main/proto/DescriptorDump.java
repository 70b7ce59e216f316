import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.protobuf.DescriptorProtos.DescriptorProto;
import org.apache.mesos.protobuf.DescriptorProtos.FileDescriptorProto;
import org.apache.mesos.protobuf.DescriptorProtos.FileDescriptorSet;
import org.apache.mesos.protobuf.Descriptors.FileDescriptor;

/**
 * Writes the descriptors of Mesos' v1 messages, as they are embedded in its own jar and with the {@link NewerParts}, as a
 * file descriptor set that protoc reads in place of .proto files. Arguments: the file to write. Run with that jar as the class path, from the source.
 */
final class DescriptorDump {

    private static final List<FileDescriptor> FILES = List.of(
            org.apache.mesos.v1.agent.Protos.getDescriptor(),
            org.apache.mesos.v1.executor.Protos.getDescriptor(),
            org.apache.mesos.v1.scheduler.Protos.getDescriptor());

    private static final String THEIR_PACKAGE = "org.apache.mesos.v1";
    /** Another package than Mesos' own, so that a program may have both on its class path. */
    private static final String OUR_PACKAGE = "io.containerizer.protocol.mesos";

    private final Map<String, FileDescriptorProto> done = new LinkedHashMap<>();

    private DescriptorDump() {}

    public static void main(String[] arguments) throws IOException {
        DescriptorDump dump = new DescriptorDump();
        FILES.forEach(dump::add);
        FileDescriptorSet set =
                FileDescriptorSet.newBuilder().addAllFile(dump.done.values()).build();
        Files.write(Path.of(arguments[0]), set.toByteArray());
        Files.write(Path.of(arguments[0] + ".files"), dump.done.keySet());
    }

    /** A file after those it imports, as protoc wants them. */
    private void add(FileDescriptor file) {
        file.getDependencies().forEach(this::add);
        done.computeIfAbsent(file.getName(), name -> ours(file.toProto()));
    }

    private static FileDescriptorProto ours(FileDescriptorProto file) {
        String theirs = file.getOptions().getJavaPackage();
        if (!theirs.startsWith(THEIR_PACKAGE)) {
            throw new IllegalStateException(file.getName() + " is in the package " + theirs);
        }
        FileDescriptorProto.Builder copy = NewerParts.added(file).toBuilder();
        copy.getOptionsBuilder()
                .setJavaPackage(OUR_PACKAGE + theirs.substring(THEIR_PACKAGE.length()))
                .setJavaMultipleFiles(true);
        return copy.build();
    }
}
