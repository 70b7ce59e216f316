package io.containerizer.agent.local;

import io.containerizer.protocol.mesos.Resource;

/** Who may use what is reserved. */
final class Roles {

    private Roles() {}

    /** What is reserved for a role is also for those below it. */
    static boolean mayUse(String role, Resource resource) {
        String owner = owner(resource);
        return owner.equals("*") || role.equals(owner) || role.startsWith(owner + "/");
    }

    @SuppressWarnings("deprecation") // the older form of a reservation
    private static String owner(Resource resource) {
        int reservations = resource.getReservationsCount();
        if (reservations > 0) {
            return resource.getReservations(reservations - 1).getRole();
        }
        return resource.getRole().isEmpty() ? "*" : resource.getRole();
    }

    /** As Mesos has it: neither empty nor a name that means something in paths. */
    static boolean isName(String role) {
        if (role.isEmpty() || role.startsWith("/") || role.endsWith("/") || role.contains("//")) {
            return false;
        }
        for (String part : role.split("/")) {
            if (part.equals(".")
                    || part.equals("..")
                    || part.startsWith("-")
                    || part.equals("*") && !role.equals("*")) {
                return false;
            }
        }
        return role.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
    }
}
