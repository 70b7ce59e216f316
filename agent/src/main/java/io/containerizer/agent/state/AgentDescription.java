package io.containerizer.agent.state;

import io.containerizer.protocol.mesos.Attribute;
import io.containerizer.protocol.mesos.DomainInfo;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.VersionInfo;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an agent tells of itself that does not change while it runs.
 *
 * @param version what it was built of
 * @param capabilities by Mesos' names, such as {@code MULTI_ROLE}
 * @param resources all it has, reserved ones included
 * @param flags by name, those that have a value; without secrets
 * @param logDirectory where {@code --log_dir} says
 * @param externalLogFile where {@code --external_log_file} says
 */
public record AgentDescription(
        AgentInfo info,
        VersionInfo version,
        List<String> capabilities,
        List<Resource> resources,
        List<Attribute> attributes,
        Optional<DomainInfo> domain,
        Map<String, String> flags,
        Optional<String> logDirectory,
        Optional<String> externalLogFile) {

    public AgentDescription {
        capabilities = List.copyOf(capabilities);
        resources = List.copyOf(resources);
        attributes = List.copyOf(attributes);
        flags = Collections.unmodifiableMap(new TreeMap<>(flags));
    }
}
