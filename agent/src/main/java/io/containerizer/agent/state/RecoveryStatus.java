package io.containerizer.agent.state;

import java.time.Duration;
import java.util.Optional;

/** How far the agent is with taking over what an earlier one left. */
public interface RecoveryStatus {

    /** Where there was nothing to take over. */
    RecoveryStatus DONE = new RecoveryStatus() {
        @Override
        public boolean isOver() {
            return true;
        }

        @Override
        public Optional<Duration> duration() {
            return Optional.empty();
        }

        @Override
        public long errors() {
            return 0;
        }
    };

    /** Before it is, requests about containers and state are refused. */
    boolean isOver();

    /** How long it took, once it is over. */
    Optional<Duration> duration();

    /** How many containers, or parts of the agent's own state, could not be recovered. */
    long errors();
}
