package io.containerizer.agent.http;

import java.io.IOException;
import java.io.InputStream;

/** The body of a request as it arrives. */
public interface RequestBody {

    /**
     * All of it.
     *
     * @throws IOException when the client is gone, too slow, or sends more than the server allows
     */
    byte[] all() throws IOException;

    /** As it comes; for bodies without end. A read that waits ends when the connection does, or when the answer is complete. */
    InputStream stream() throws IOException;
}
