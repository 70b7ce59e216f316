package io.containerizer.agent.api;

import io.containerizer.agent.answer.StatusAnswer;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.files.VirtualFiles;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.metrics.MetricRegistry;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.agent.state.LogLevel;
import io.containerizer.protocol.mesos.Flag;
import io.containerizer.protocol.mesos.Metric;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.Response;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The calls that tell of the agent and change nothing but how much it logs. */
public final class InformationCalls {

    private final AgentInfo agent;
    private final MetricRegistry metrics;
    private final LogLevel logLevel;
    private final Authorizer authorizer;
    private final StateCalls state;
    private final FileCalls files;

    public InformationCalls(
            AgentInfo agent,
            Frameworks frameworks,
            MetricRegistry metrics,
            LogLevel logLevel,
            VirtualFiles files,
            Authorizer authorizer) {
        this.agent = agent;
        this.metrics = metrics;
        this.logLevel = logLevel;
        this.authorizer = authorizer;
        this.state = new StateCalls(frameworks, authorizer);
        this.files = new FileCalls(files);
    }

    /** By the types of calls that they carry out. */
    public Map<Call.Type, CallHandler> handlers() {
        Map<Call.Type, CallHandler> all = new EnumMap<>(Call.Type.class);
        all.put(Call.Type.GET_HEALTH, InformationCalls::health);
        all.put(Call.Type.GET_FLAGS, this::flags);
        all.put(Call.Type.GET_VERSION, this::version);
        all.put(Call.Type.GET_METRICS, this::metrics);
        all.put(Call.Type.GET_LOGGING_LEVEL, this::loggingLevel);
        all.put(Call.Type.SET_LOGGING_LEVEL, this::setLoggingLevel);
        all.put(Call.Type.GET_AGENT, this::agent);
        all.put(Call.Type.GET_STATE, state::state);
        all.put(Call.Type.GET_FRAMEWORKS, state::frameworks);
        all.put(Call.Type.GET_EXECUTORS, state::executors);
        all.put(Call.Type.GET_TASKS, state::tasks);
        all.put(Call.Type.GET_OPERATIONS, InformationCalls::operations);
        all.put(Call.Type.GET_RESOURCE_PROVIDERS, InformationCalls::resourceProviders);
        all.put(Call.Type.LIST_FILES, files::list);
        all.put(Call.Type.READ_FILE, files::read);
        return all;
    }

    private static Answer health(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_HEALTH)
                .setGetHealth(Response.GetHealth.newBuilder().setHealthy(true))
                .build());
    }

    private Answer flags(Call call, Exchange exchange) {
        if (!authorizer.allows(exchange.caller(), Action.VIEW_FLAGS, "")) {
            return StatusAnswer.of(StatusAnswer.FORBIDDEN);
        }
        Response.GetFlags.Builder flags = Response.GetFlags.newBuilder();
        agent.flags()
                .forEach((name, value) ->
                        flags.addFlags(Flag.newBuilder().setName(name).setValue(value)));
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_FLAGS)
                .setGetFlags(flags)
                .build());
    }

    private Answer version(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_VERSION)
                .setGetVersion(Response.GetVersion.newBuilder()
                        .setVersionInfo(agent.build().message()))
                .build());
    }

    private Answer metrics(Call call, Exchange exchange) {
        Optional<Duration> timeout = call.getGetMetrics().hasTimeout()
                ? Optional.of(Duration.ofNanos(
                        Math.max(0, call.getGetMetrics().getTimeout().getNanoseconds())))
                : Optional.empty();
        Response.GetMetrics.Builder all = Response.GetMetrics.newBuilder();
        metrics.read(timeout)
                .forEach(metric -> all.addMetrics(
                        Metric.newBuilder().setName(metric.name()).setValue(metric.value())));
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_METRICS)
                .setGetMetrics(all)
                .build());
    }

    private Answer loggingLevel(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_LOGGING_LEVEL)
                .setGetLoggingLevel(Response.GetLoggingLevel.newBuilder().setLevel(logLevel.level()))
                .build());
    }

    private Answer setLoggingLevel(Call call, Exchange exchange) {
        if (!authorizer.allows(exchange.caller(), Action.SET_LOG_LEVEL, "")) {
            return StatusAnswer.of(StatusAnswer.FORBIDDEN);
        }
        Call.SetLoggingLevel wanted = call.getSetLoggingLevel();
        long level = Integer.toUnsignedLong(wanted.getLevel());
        if (level > Integer.MAX_VALUE || level < logLevel.lowest()) {
            return Answer.text(400, "the level " + level + " is out of range; give " + logLevel.lowest() + " or more");
        }
        if (wanted.getDuration().getNanoseconds() < 0) {
            return Answer.text(400, "the duration is negative");
        }
        logLevel.set((int) level, Duration.ofNanos(wanted.getDuration().getNanoseconds()));
        return Answer.empty(200);
    }

    private Answer agent(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_AGENT)
                .setGetAgent(Response.GetAgent.newBuilder().setAgentInfo(agent.message()))
                .build());
    }

    private static Answer operations(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_OPERATIONS)
                .setGetOperations(Response.GetOperations.getDefaultInstance())
                .build());
    }

    private static Answer resourceProviders(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_RESOURCE_PROVIDERS)
                .setGetResourceProviders(Response.GetResourceProviders.getDefaultInstance())
                .build());
    }
}
