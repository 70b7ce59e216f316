package io.containerizer.agent.auth;

import java.util.Optional;
import java.util.Set;

/** Whom, or what, an entry of an ACL speaks of. A request speaks of one value, or, where it has none, of any. */
sealed interface AclEntity {

    /** Whether an entry with this is about the request. */
    boolean matches(Optional<String> value);

    /** Whether an entry with this, that is about the request, lets it pass. */
    boolean allows(Optional<String> value);

    record Any() implements AclEntity {
        @Override
        public boolean matches(Optional<String> value) {
            return true;
        }

        @Override
        public boolean allows(Optional<String> value) {
            return true;
        }
    }

    /** Matches as ANY does, and forbids. */
    record None() implements AclEntity {
        @Override
        public boolean matches(Optional<String> value) {
            return true;
        }

        @Override
        public boolean allows(Optional<String> value) {
            return false;
        }
    }

    record Some(Set<String> values) implements AclEntity {
        public Some {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Optional<String> value) {
            return value.filter(values::contains).isPresent();
        }

        @Override
        public boolean allows(Optional<String> value) {
            return matches(value);
        }
    }

    /** Roles; {@code a/%} is all roles below {@code a}. */
    record SomeRoles(Set<String> values) implements AclEntity {

        private static final String ALL_BELOW = "/%";

        public SomeRoles {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Optional<String> value) {
            return value.filter(role -> values.stream().anyMatch(wanted -> covers(wanted, role)))
                    .isPresent();
        }

        @Override
        public boolean allows(Optional<String> value) {
            return matches(value);
        }

        private static boolean covers(String wanted, String role) {
            return wanted.endsWith(ALL_BELOW)
                    ? role.startsWith(wanted.substring(0, wanted.length() - 1))
                    : role.equals(wanted);
        }
    }
}
