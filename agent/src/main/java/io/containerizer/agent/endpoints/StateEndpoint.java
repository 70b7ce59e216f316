package io.containerizer.agent.endpoints;

import io.containerizer.agent.answer.JsonAnswer;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.Allocation;
import io.containerizer.agent.state.EngineView;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.agent.state.Visibility;
import io.containerizer.protocol.json.JsonText;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.VersionInfo;
import java.util.List;

/** {@code /state}: the agent with all that is on it. What the caller may not see is left out, and no error. */
final class StateEndpoint implements Handler {

    private final AgentInfo agent;
    private final EngineView containers;
    private final Frameworks frameworks;
    private final Authorizer authorizer;

    StateEndpoint(AgentInfo agent, EngineView containers, Frameworks frameworks, Authorizer authorizer) {
        this.agent = agent;
        this.containers = containers;
        this.frameworks = frameworks;
        this.authorizer = authorizer;
    }

    @Override
    public Answer handle(Request request) {
        JsonText json = new JsonText().beginObject();
        Caller caller = request.caller();
        identity(json);
        resources(json);
        json.name("attributes");
        ResourcePrinter.attributes(json, agent.message().getAttributesList());
        frameworks.masterHostname().ifPresent(host -> json.field("master_hostname", host));
        agent.flag("log_dir").ifPresent(directory -> json.field("log_dir", directory));
        agent.flag("external_log_file").ifPresent(file -> json.field("external_log_file", file));
        if (authorizer.allows(caller, Action.VIEW_FLAGS, "")) {
            json.name("flags").value(agent.flags());
        }
        Visibility visible = new Visibility(authorizer, caller);
        json.name("frameworks");
        frameworks(json, visible, frameworks.active());
        json.name("completed_frameworks");
        frameworks(json, visible, frameworks.completed());
        return JsonAnswer.of(request, json.endObject());
    }

    private void identity(JsonText json) {
        VersionInfo version = agent.build().message();
        json.field("version", version.getVersion());
        if (version.hasGitSha()) {
            json.field("git_sha", version.getGitSha());
        }
        if (version.hasGitBranch()) {
            json.field("git_branch", version.getGitBranch());
        }
        if (version.hasGitTag()) {
            json.field("git_tag", version.getGitTag());
        }
        json.field("build_date", version.getBuildDate());
        json.field("build_time", version.getBuildTime());
        json.field("build_user", version.getBuildUser());
        json.field("start_time", agent.startTime());
        json.field("id", agent.id());
        json.field("pid", agent.pid());
        json.field("hostname", agent.hostname());
        json.name("capabilities").beginArray();
        AgentInfo.CAPABILITIES.forEach(json::value);
        json.endArray();
    }

    private void resources(JsonText json) {
        List<Resource> all = agent.resources();
        List<Resource> used = Allocation.of(frameworks, containers.live());
        json.name("resources");
        ResourcePrinter.summary(json, all);
        json.name("reserved_resources");
        ResourcePrinter.summaries(json, ResourcePrinter.reserved(all));
        json.name("unreserved_resources");
        ResourcePrinter.summary(json, ResourcePrinter.unreserved(all));
        json.name("reserved_resources_full");
        ResourcePrinter.full(json, ResourcePrinter.reserved(all));
        json.name("unreserved_resources_full");
        ResourcePrinter.full(json, ResourcePrinter.unreserved(all));
        json.name("reserved_resources_allocated");
        ResourcePrinter.summaries(json, ResourcePrinter.reserved(used));
        json.name("unreserved_resources_allocated");
        ResourcePrinter.summary(json, ResourcePrinter.unreserved(used));
        json.name("resource_providers").beginArray().endArray();
    }

    private static void frameworks(JsonText json, Visibility visible, List<FrameworkState> all) {
        FrameworkPrinter printer = new FrameworkPrinter(json, visible);
        json.beginArray();
        all.stream().filter(visible::framework).forEach(printer::framework);
        json.endArray();
    }
}
