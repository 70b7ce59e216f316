package io.containerizer.image.registry;

import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens blobs, also in the middle. */
final class Blobs {

    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

    private final RegistryClient client;

    Blobs(RegistryClient client) {
        this.client = client;
    }

    /**
     * One try.
     *
     * @param size of the blob; -1: not known
     * @return an answer whose body begins with the byte at {@code offset}
     */
    Answer open(Request blob, long offset, long size) throws PassingFailure {
        Answer answer = client.get(offset == 0 ? blob : blob.from(offset));
        try {
            if (answer.status() == 206) {
                checkRange(blob.subject(), answer, offset, size);
            } else {
                checkLength(blob.subject(), answer, size);
                answer.body().skipNBytes(offset); // a server that knows no ranges begins at the beginning
            }
            return answer;
        } catch (IOException e) {
            answer.close();
            throw ConnectionFailures.explain(blob.subject(), answer.from(), e);
        } catch (RuntimeException e) {
            answer.close();
            throw e;
        }
    }

    private static void checkLength(Subject subject, Answer answer, long size) {
        long length = answer.length().orElse(size);
        if (size >= 0 && length != size) {
            throw subject.failure(
                    ErrorCode.INVALID_IMAGE, "it has " + length + " bytes there, and the manifest says " + size);
        }
    }

    private static void checkRange(Subject subject, Answer answer, long offset, long size) {
        String header = answer.header("Content-Range");
        Matcher range = RANGE.matcher(header);
        boolean right = range.matches()
                && Long.parseLong(range.group(1)) == offset
                && (size < 0 || range.group(3).equals("*") || Long.parseLong(range.group(3)) == size);
        if (!right) {
            throw subject.failure("asked for the bytes from " + offset + " on, it sends others: '"
                    + header.replaceAll("\\p{C}", " ") + "'");
        }
    }
}
