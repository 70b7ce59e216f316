package io.containerizer.agent.local;

import io.containerizer.protocol.mesos.FrameworkInfo;
import java.util.List;
import java.util.Optional;

/** What a framework must be to be offered anything. */
final class FrameworkChecks {

    private FrameworkChecks() {}

    /**
     * What is wrong.
     *
     * @param returns whether the framework had its id before
     */
    static Optional<String> problem(FrameworkInfo info, boolean returns) {
        String id = info.getId().getValue();
        if (returns
                && (id.length() > 255 || id.equals(".") || id.equals("..") || id.matches(".*[/\\\\\\p{Cntrl}].*"))) {
            return Optional.of("FrameworkInfo.id '" + id.replaceAll("\\p{Cntrl}", "?") + "' is invalid");
        }
        if (!(info.getFailoverTimeout() >= 0) || info.getFailoverTimeout() > 1e9) {
            return Optional.of("FrameworkInfo.failover_timeout " + info.getFailoverTimeout() + " is invalid");
        }
        boolean multiRole = info.getCapabilitiesList().stream()
                .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
        if (multiRole && hasRole(info)) {
            return Optional.of("'FrameworkInfo.role' must not be set together with the capability MULTI_ROLE");
        }
        if (!multiRole && info.getRolesCount() > 0) {
            return Optional.of("'FrameworkInfo.roles' needs the capability MULTI_ROLE");
        }
        for (String role : multiRole ? info.getRolesList() : List.of(role(info))) {
            if (!Roles.isName(role)) {
                return Optional.of("Role '" + role.replaceAll("\\p{Cntrl}", "?") + "' is invalid");
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("deprecation") // frameworks with one role still name it so
    private static boolean hasRole(FrameworkInfo info) {
        return info.hasRole();
    }

    @SuppressWarnings("deprecation")
    private static String role(FrameworkInfo info) {
        return info.getRole();
    }
}
