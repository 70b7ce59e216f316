package io.containerizer.protocol.check;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.ContainerInfo;
import io.containerizer.protocol.mesos.Environment;
import io.containerizer.protocol.mesos.Parameter;
import io.containerizer.protocol.mesos.Secret;
import io.containerizer.protocol.mesos.Volume;
import java.util.List;

/** Whether ids, commands and container descriptions make sense by themselves. Fields are named from the message on. */
public final class ContainerChecks {

    private ContainerChecks() {}

    /** What is wrong with an id, of any level; empty: nothing. */
    public static List<String> check(ContainerID id) {
        Problems problems = new Problems();
        id(problems, "container_id", id);
        return problems.found();
    }

    /** What is wrong with a command; empty: nothing. Only its environment can be wrong by itself. */
    public static List<String> check(CommandInfo command) {
        Problems problems = new Problems();
        command(problems, "command", command);
        return problems.found();
    }

    /** What is wrong with a container; empty: nothing. */
    public static List<String> check(ContainerInfo container) {
        Problems problems = new Problems();
        container(problems, "container", container);
        return problems.found();
    }

    static void id(Problems problems, String field, ContainerID id) {
        String path = field;
        ContainerID level = id;
        while (true) {
            try {
                ContainerId.of(level.getValue());
            } catch (ContainerizerException e) {
                problems.add(path, "is no id: " + e.reason());
            }
            if (!level.hasParent()) {
                return;
            }
            level = level.getParent();
            path += ".parent";
        }
    }

    static void command(Problems problems, String field, CommandInfo command) {
        for (int i = 0; i < command.getEnvironment().getVariablesCount(); i++) {
            variable(
                    problems,
                    field + ".environment.variables[" + i + "]",
                    command.getEnvironment().getVariables(i));
        }
    }

    private static void variable(Problems problems, String field, Environment.Variable variable) {
        switch (variable.getType()) {
            case VALUE -> {
                problems.addIf(!variable.hasValue(), field + ".value", "is missing");
                problems.addIf(variable.hasSecret(), field + ".secret", "is set in a variable of type VALUE");
            }
            case SECRET -> {
                problems.addIf(variable.hasValue(), field + ".value", "is set in a variable of type SECRET");
                if (!variable.hasSecret()) {
                    problems.add(field + ".secret", "is missing");
                } else {
                    secret(problems, field + ".secret", variable.getSecret());
                    problems.addIf(
                            variable.getSecret()
                                            .getValue()
                                            .getData()
                                            .toStringUtf8()
                                            .indexOf('\0')
                                    >= 0,
                            field + ".secret.value.data",
                            "has a NUL byte");
                }
            }
            case UNKNOWN -> problems.add(field + ".type", "is UNKNOWN");
        }
    }

    private static void secret(Problems problems, String field, Secret secret) {
        switch (secret.getType()) {
            case REFERENCE -> {
                problems.addIf(!secret.hasReference(), field + ".reference", "is missing");
                problems.addIf(secret.hasValue(), field + ".value", "is set in a secret of type REFERENCE");
            }
            case VALUE -> {
                problems.addIf(!secret.hasValue(), field + ".value", "is missing");
                problems.addIf(secret.hasReference(), field + ".reference", "is set in a secret of type VALUE");
            }
            case UNKNOWN -> problems.add(field + ".type", "is missing or unknown");
        }
    }

    static void container(Problems problems, String field, ContainerInfo container) {
        for (int i = 0; i < container.getVolumesCount(); i++) {
            volume(problems, field + ".volumes[" + i + "]", container.getVolumes(i));
        }
        // of a container that is not there the type would be the first of them, which is DOCKER
        if (container.hasType() && container.getType() == ContainerInfo.Type.DOCKER) {
            problems.addIf(!container.hasDocker(), field + ".docker", "is missing");
            for (Parameter parameter : container.getDocker().getParametersList()) {
                problems.addIf(
                        parameter.getKey().equals("name"),
                        field + ".docker.parameters",
                        "has the name of the container");
            }
        }
    }

    private static void volume(Problems problems, String field, Volume volume) {
        int origins = (volume.hasHostPath() ? 1 : 0) + (volume.hasImage() ? 1 : 0) + (volume.hasSource() ? 1 : 0);
        problems.addIf(origins != 1, field, "needs one of host_path, image and source, and has " + origins);
        if (!volume.hasSource()) {
            return;
        }
        Volume.Source source = volume.getSource();
        String part = field + ".source.";
        switch (source.getType()) {
            case DOCKER_VOLUME -> problems.addIf(!source.hasDockerVolume(), part + "docker_volume", "is missing");
            case HOST_PATH -> problems.addIf(!source.hasHostPath(), part + "host_path", "is missing");
            case SANDBOX_PATH -> problems.addIf(!source.hasSandboxPath(), part + "sandbox_path", "is missing");
            case SECRET -> {
                problems.addIf(!source.hasSecret(), part + "secret", "is missing");
                if (source.hasSecret()) {
                    secret(problems, part + "secret", source.getSecret());
                }
            }
            case CSI_VOLUME ->
                problems.addIf(
                        !source.getCsiVolume().hasStaticProvisioning(),
                        part + "csi_volume.static_provisioning",
                        "is missing");
            case UNKNOWN -> problems.add(part + "type", "is missing or unknown");
        }
    }
}
