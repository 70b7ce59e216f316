package io.containerizer.agent;

import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.flags.AgentFlags;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Route;
import io.containerizer.agent.local.LocalMaster;
import io.containerizer.agent.local.SchedulerApi;
import io.containerizer.agent.loop.LoopThread;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.FrameworkEvent;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.agent.tasks.AgentFacts;
import io.containerizer.agent.tasks.DiskTaskStore;
import io.containerizer.agent.tasks.EngineContainers;
import io.containerizer.agent.tasks.TaskAgent;
import io.containerizer.api.FlagValues;
import io.containerizer.checkpoint.RealDisk;
import io.containerizer.lifecycle.Containerizer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** The running of frameworks' tasks, and the master that orders it, if there is one. */
final class TaskRunning implements AutoCloseable {

    private final LoopThread loop;
    private final TaskAgent tasks;
    private final Optional<LocalMaster> master;
    private final AgentInfo info;

    TaskRunning(FlagValues flags, Containerizer engine, Path workDirectory, AgentInfo info, InstantSource clock) {
        this.info = info;
        loop = new LoopThread("containerizer-tasks", clock);
        AgentFacts facts = new AgentFacts(
                info.id(),
                info.address(),
                info.port(),
                flags.get(AgentFlags.SWITCH_USER),
                flags.get(AgentFlags.TASK_ENVIRONMENT));
        tasks = new TaskAgent(new TaskAgent.Parts(
                loop,
                new EngineContainers(engine, loop, workDirectory),
                new DiskTaskStore(workDirectory, info.id(), new RealDisk()),
                facts,
                UUID::randomUUID));
        master = flags.find(AgentFlags.MASTER)
                .map(local ->
                        new LocalMaster(loop, tasks, info, UUID.randomUUID().toString()));
    }

    /** Takes up the tasks of an earlier agent, and offers what there is. */
    void start() {
        loop.ask(() -> {
            tasks.recover();
            master.ifPresent(LocalMaster::start);
            return true;
        });
    }

    /** @param recovered whether the agent knows its tasks again */
    Route route(Authorizer authorizer, BooleanSupplier recovered) {
        Handler handler = master.<Handler>map(local -> new SchedulerApi(loop, local, authorizer, recovered))
                .orElse(request -> Answer.text(404, "This agent is no master: it was not started with --master=local"));
        return new Route(List.of("/api/v1/scheduler", "/master/api/v1/scheduler"), Realm.READWRITE, handler);
    }

    /** As the endpoints tell of them. */
    Frameworks frameworks() {
        return new Frameworks() {
            @Override
            public List<FrameworkState> active() {
                return loop.ask(tasks::active);
            }

            @Override
            public List<FrameworkState> completed() {
                return loop.ask(tasks::completed);
            }

            @Override
            public boolean isRegistered() {
                return master.isPresent();
            }

            @Override
            public Optional<String> masterHostname() {
                return master.map(local -> info.hostname());
            }

            @Override
            public Map<FrameworkEvent, Long> events() {
                return loop.ask(tasks::events);
            }
        };
    }

    @Override
    public void close() {
        loop.run(tasks::close);
        loop.close();
    }
}
