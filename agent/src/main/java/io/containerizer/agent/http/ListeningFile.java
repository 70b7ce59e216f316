package io.containerizer.agent.http;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/**
 * The file of a Unix socket. It is bound in a directory that nobody else may enter, and put in its place when it has its group and
 * permissions: at no moment can somebody connect who may not.
 */
record ListeningFile(Listener.Unix listener, Path path, Path directory, UnixDomainServerConnector connector)
        implements Listening {

    /** What an address of the kernel has room for, without the byte at its end. */
    private static final int LONGEST = UnixDomainServerConnector.MAX_UNIX_DOMAIN_PATH_LENGTH;

    /** The socket's name in its first directory. */
    private static final String NAME = "s";

    /** Refuses if somebody answers at the path, or a file is there that is no socket. */
    static ListeningFile open(Listener.Unix listener, Connectors connectors) {
        Path path = listener.path().toAbsolutePath();
        try {
            checkFree(path);
            Path directory = Files.createTempDirectory(
                    path.resolveSibling(""),
                    ".",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (directory.resolve(NAME).toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                Files.delete(directory);
                throw failure(path, "its path is too long").withHint("use a directory with a shorter path");
            }
            // whose files are this process's is what the kernel calls its user
            Set<UserPrincipal> trusted = Set.copyOf(List.of(Files.getOwner(directory), root(path)));
            UnixDomainServerConnector connector =
                    connectors.unix(directory.resolve(NAME), new PeerCredentials(trusted));
            return new ListeningFile(listener, path, directory, connector);
        } catch (IOException e) {
            throw failure(path, "its directory cannot be written: " + e.getMessage())
                    .causedBy(e);
        }
    }

    private static UserPrincipal root(Path path) throws IOException {
        return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0");
    }

    private static void checkFree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw failure(path, "there is a file that is no socket").withHint("remove it, or use another path");
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw failure(path, "somebody listens at " + channel.getRemoteAddress() + " already")
                    .withHint("end the other agent, or use another path");
        } catch (ConnectException e) {
            // left by an agent that is no more; it is replaced
        }
    }

    @Override
    public void publish() {
        Path bound = directory.resolve(NAME);
        try {
            if (listener.group().isPresent()) {
                GroupPrincipal group = path.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByGroupName(listener.group().get());
                Files.getFileAttributeView(bound, PosixFileAttributeView.class).setGroup(group);
            }
            Files.setPosixFilePermissions(bound, listener.permissions());
            Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(directory);
            connector.setUnixDomainPath(path);
        } catch (UserPrincipalNotFoundException e) {
            throw failure(path, "there is no group " + listener.group().orElse(""))
                    .causedBy(e);
        } catch (IOException e) {
            throw failure(path, "it cannot be given its group, permissions or place: " + e)
                    .causedBy(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(directory.resolve(NAME));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    private static ContainerizerException failure(Path path, String reason) {
        return ContainerizerException.of(ErrorCode.UNUSABLE_HOST, "listen on the Unix socket", path.toString(), reason);
    }
}
