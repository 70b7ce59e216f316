package io.containerizer.image.unpack;

import io.containerizer.linux.syscall.FfmTreeCalls;
import io.containerizer.linux.syscall.TreeRemoval;
import java.nio.file.Path;

/** Trees that tests leave behind. */
final class Trees {

    private Trees() {}

    /** All below a directory. */
    static void remove(Path directory) {
        try (FfmTreeCalls calls = new FfmTreeCalls()) {
            int top = calls.openRoot(directory.toString());
            try {
                new TreeRemoval(calls).empty(top);
            } finally {
                calls.close(top);
            }
        }
    }
}
