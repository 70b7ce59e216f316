package io.containerizer.agent.auth;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.containerizer.api.ContainerizerException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the JSON of {@code --acls}. */
final class AclReader {

    private static final String PERMISSIVE = "permissive";
    private static final String PRINCIPALS = "principals";

    private final StrictJson reader;
    private final Map<String, Action> actions = new TreeMap<>();
    private final Map<String, String> objectNames = new TreeMap<>(OtherAcls.objectNames());

    /** @param source what the JSON is called in messages */
    AclReader(String source) {
        reader = new StrictJson("read ACLs from", source);
        for (Action action : Action.values()) {
            actions.put(action.aclName(), action);
            objectNames.put(action.aclName(), action.objectsName());
        }
    }

    Acls read(String json) {
        JsonObject root = reader.object(reader.parse(json), "the whole");
        boolean permissive = true;
        Map<Action, List<Acls.Entry>> entries = new EnumMap<>(Action.class);
        for (Map.Entry<String, JsonElement> member : root.entrySet()) {
            String name = member.getKey();
            if (name.equals(PERMISSIVE)) {
                permissive = reader.bool(member.getValue(), PERMISSIVE);
            } else {
                List<Acls.Entry> list = entries(name, member.getValue());
                Optional.ofNullable(actions.get(name)).ifPresent(action -> entries.put(action, list));
            }
        }
        return new Acls(permissive, entries);
    }

    private List<Acls.Entry> entries(String name, JsonElement value) {
        String objects = Optional.ofNullable(objectNames.get(name)).orElseThrow(() -> unknown(name));
        JsonArray array = reader.array(value, name);
        List<Acls.Entry> list = new ArrayList<>();
        for (JsonElement element : array) {
            String where = name + "[" + list.size() + "]";
            JsonObject entry = reader.object(element, where);
            reader.only(entry, where, PRINCIPALS, objects);
            list.add(new Acls.Entry(entity(entry, PRINCIPALS, where), entity(entry, objects, where)));
        }
        return list;
    }

    private ContainerizerException unknown(String name) {
        List<String> known = new ArrayList<>(objectNames.keySet());
        known.add(PERMISSIVE);
        return reader.unknown(name, "the whole", known);
    }

    private AclEntity entity(JsonObject entry, String name, String in) {
        String where = in + "." + name;
        JsonObject entity = reader.object(entry.get(name), where);
        reader.only(entity, where, "type", "values");
        String type = entity.has("type") ? reader.text(entity.get("type"), where + ".type") : "SOME";
        return switch (type) {
            case "ANY" -> new AclEntity.Any();
            case "NONE" -> new AclEntity.None();
            case "SOME" ->
                name.equals("roles")
                        ? new AclEntity.SomeRoles(values(entity, where))
                        : new AclEntity.Some(values(entity, where));
            default -> throw reader.invalid(where + ".type is neither SOME, ANY nor NONE");
        };
    }

    private Set<String> values(JsonObject entity, String where) {
        if (!entity.has("values")) {
            throw reader.invalid(where + " has no values");
        }
        Set<String> values = new LinkedHashSet<>();
        for (JsonElement value : reader.array(entity.get("values"), where + ".values")) {
            values.add(reader.text(value, where + ".values"));
        }
        return values;
    }
}
