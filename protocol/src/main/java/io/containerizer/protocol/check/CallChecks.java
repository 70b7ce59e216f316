package io.containerizer.protocol.check;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.ContainerInfo;
import io.containerizer.protocol.mesos.LinuxInfo;
import io.containerizer.protocol.mesos.agent.Call;
import java.util.Locale;
import java.util.Set;

/** Whether a call to the agent has what its type needs, and whether that makes sense. */
public final class CallChecks {

    /** Calls that make sense without the field that is named like them. */
    private static final Set<Call.Type> BARE = Set.of(Call.Type.GET_CONTAINERS, Call.Type.PRUNE_IMAGES);

    private CallChecks() {}

    /**
     * Refuses a call that can have no effect. A call of type UNKNOWN passes: it is one that this agent does not know.
     *
     * @throws io.containerizer.api.ContainerizerException INVALID_MESSAGE that names all fields at fault
     */
    public static void check(Call call) {
        Problems problems = new Problems();
        if (!call.hasType()) {
            problems.add("type", "is missing or unknown");
        } else if (hasItsField(problems, call)) {
            fields(problems, call);
        }
        problems.refuse(Call.getDescriptor());
    }

    private static boolean hasItsField(Problems problems, Call call) {
        String name = call.getType().name().toLowerCase(Locale.ROOT);
        FieldDescriptor field = Call.getDescriptor().findFieldByName(name);
        if (field == null || call.hasField(field) || BARE.contains(call.getType())) {
            return true;
        }
        problems.add(name, "is missing");
        return false;
    }

    @SuppressWarnings("deprecation") // the calls for nested containers are still made
    private static void fields(Problems problems, Call call) {
        switch (call.getType()) {
            case LAUNCH_CONTAINER -> launch(problems, call.getLaunchContainer());
            case WAIT_CONTAINER ->
                id(problems, "wait_container", call.getWaitContainer().getContainerId());
            case KILL_CONTAINER ->
                id(problems, "kill_container", call.getKillContainer().getContainerId());
            case REMOVE_CONTAINER ->
                id(problems, "remove_container", call.getRemoveContainer().getContainerId());
            case LAUNCH_NESTED_CONTAINER -> {
                var launch = call.getLaunchNestedContainer();
                String field = "launch_nested_container";
                nestedId(problems, field, launch.getContainerId());
                parts(problems, field, launch.getCommand(), launch.getContainer());
                if (launch.getContainerId().getParent().hasParent()) {
                    sharesCgroups(problems, field, launch.getContainer());
                }
            }
            case WAIT_NESTED_CONTAINER ->
                nestedId(
                        problems,
                        "wait_nested_container",
                        call.getWaitNestedContainer().getContainerId());
            case KILL_NESTED_CONTAINER ->
                nestedId(
                        problems,
                        "kill_nested_container",
                        call.getKillNestedContainer().getContainerId());
            case REMOVE_NESTED_CONTAINER ->
                nestedId(
                        problems,
                        "remove_nested_container",
                        call.getRemoveNestedContainer().getContainerId());
            case LAUNCH_NESTED_CONTAINER_SESSION -> {
                var launch = call.getLaunchNestedContainerSession();
                String field = "launch_nested_container_session";
                nestedId(problems, field, launch.getContainerId());
                parts(problems, field, launch.getCommand(), launch.getContainer());
                sharesCgroups(problems, field, launch.getContainer());
            }
            case ATTACH_CONTAINER_INPUT -> input(problems, call.getAttachContainerInput());
            case ATTACH_CONTAINER_OUTPUT ->
                id(
                        problems,
                        "attach_container_output",
                        call.getAttachContainerOutput().getContainerId());
            default -> {} // the others have nothing that could be wrong before the agent looks at it
        }
    }

    private static void launch(Problems problems, Call.LaunchContainer launch) {
        String field = "launch_container";
        id(problems, field, launch.getContainerId());
        parts(problems, field, launch.getCommand(), launch.getContainer());
        ResourceChecks.wellFormed(problems, field + ".resources", launch.getResourcesList());
        ResourceChecks.limits(problems, field + ".limits", launch.getLimitsMap());
        LinuxInfo linux = launch.getContainer().getLinuxInfo();
        if (!launch.getContainerId().hasParent()) {
            ResourceChecks.unreserved(problems, field + ".resources", launch.getResourcesList());
            problems.addIf(
                    linux.hasShareCgroups() && linux.getShareCgroups(),
                    field + ".container.linux_info.share_cgroups",
                    "is set, but a top-level container has nobody to share with");
        } else if (launch.getContainerId().getParent().hasParent()) {
            String why = "is set, but only top-level containers and those directly below them have some of their own";
            problems.addIf(launch.getResourcesCount() > 0, field + ".resources", why);
            problems.addIf(launch.getLimitsCount() > 0, field + ".limits", why);
            sharesCgroups(problems, field, launch.getContainer());
        }
    }

    private static void input(Problems problems, Call.AttachContainerInput input) {
        String field = "attach_container_input";
        switch (input.getType()) {
            case CONTAINER_ID -> {
                problems.addIf(!input.hasContainerId(), field + ".container_id", "is missing");
                if (input.hasContainerId()) {
                    id(problems, field, input.getContainerId());
                }
            }
            case PROCESS_IO -> problems.addIf(!input.hasProcessIo(), field + ".process_io", "is missing");
            case UNKNOWN -> problems.add(field + ".type", "is missing or unknown");
        }
    }

    private static void id(Problems problems, String field, ContainerID id) {
        ContainerChecks.id(problems, field + ".container_id", id);
    }

    private static void nestedId(Problems problems, String field, ContainerID id) {
        id(problems, field, id);
        problems.addIf(!id.hasParent(), field + ".container_id.parent", "is missing");
    }

    private static void parts(Problems problems, String field, CommandInfo command, ContainerInfo container) {
        ContainerChecks.command(problems, field + ".command", command);
        ContainerChecks.container(problems, field + ".container", container);
    }

    private static void sharesCgroups(Problems problems, String field, ContainerInfo container) {
        problems.addIf(
                container.hasLinuxInfo() && !container.getLinuxInfo().getShareCgroups(),
                field + ".container.linux_info.share_cgroups",
                "is false, but such a container lives in its parent's cgroups");
    }
}
