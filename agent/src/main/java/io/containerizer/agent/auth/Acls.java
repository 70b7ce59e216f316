package io.containerizer.agent.auth;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Authorization by lists: of an action's entries the first that is about the request decides; without one, a default. */
public final class Acls implements Authorizer {

    record Entry(AclEntity principals, AclEntity objects) {}

    private final boolean permissive;
    private final Map<Action, List<Entry>> entries;

    Acls(boolean permissive, Map<Action, List<Entry>> entries) {
        this.permissive = permissive;
        this.entries = new EnumMap<>(Action.class);
        entries.forEach((action, list) -> this.entries.put(action, new ArrayList<>(list)));
    }

    /**
     * Reads what Mesos' flag {@code --acls} holds.
     *
     * @param source what the text is called in messages, such as the flag's name
     * @throws io.containerizer.api.ContainerizerException INVALID_FLAG
     */
    public static Acls parse(String json, String source) {
        return new AclReader(source).read(json);
    }

    @Override
    public boolean allows(Caller caller, Action action, String object) {
        Optional<String> value = Optional.of(object).filter(text -> !text.isEmpty());
        for (Entry entry : entries.getOrDefault(action, List.of())) {
            if (entry.principals().matches(caller.principal())
                    && entry.objects().matches(value)) {
                return entry.principals().allows(caller.principal())
                        && entry.objects().allows(value);
            }
        }
        return permissive;
    }
}
