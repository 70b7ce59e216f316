package io.containerizer.agent.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AclsTest {

    private static final String ALICE = "{\"values\":[\"alice\"]}";
    private static final String WEB = "{\"values\":[\"web\",\"www\"]}";
    private static final String ANY = "{\"type\":\"ANY\"}";
    private static final String NONE = "{\"type\":\"NONE\"}";

    private static String acls(boolean permissive, String principals, String users) {
        return "{\"permissive\":" + permissive + ",\"view_containers\":[{\"principals\":" + principals + ",\"users\":"
                + users + "}]}";
    }

    private static String entity(String word) {
        return switch (word) {
            case "ANY" -> ANY;
            case "NONE" -> NONE;
            case "SOME" -> "{\"type\":\"SOME\",\"values\":[\"alice\",\"web\"]}";
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static boolean allows(String json, String principal, String user) {
        Caller caller = new Caller(Optional.of(principal).filter(p -> !p.equals("-")), "a", Optional.empty());
        return Acls.parse(json, "--acls").allows(caller, Action.VIEW_CONTAINERS, user.equals("-") ? "" : user);
    }

    @ParameterizedTest(name = "{0} on {1}: {2} on {3} is {4}")
    @CsvSource({
        // entry's principals, users; request's principal, user; what it says, d if it says nothing
        "ANY, ANY, alice, web, yes",
        "ANY, ANY, -, -, yes",
        "ANY, NONE, alice, web, no",
        "ANY, NONE, -, -, no",
        "NONE, ANY, alice, web, no",
        "NONE, NONE, alice, web, no",
        "SOME, ANY, alice, web, yes",
        "SOME, ANY, bob, web, d",
        "SOME, ANY, -, web, d",
        "SOME, NONE, alice, web, no",
        "SOME, NONE, bob, web, d",
        "ANY, SOME, bob, web, yes",
        "ANY, SOME, bob, root, d",
        "ANY, SOME, bob, -, d",
        "SOME, SOME, alice, web, yes",
        "SOME, SOME, alice, root, d",
    })
    void anEntrySaysYesNoOrNothing(String principals, String users, String principal, String user, String says) {
        for (boolean permissive : new boolean[] {true, false}) {
            boolean expected = says.equals("d") ? permissive : says.equals("yes");
            assertThat(allows(acls(permissive, entity(principals), entity(users)), principal, user))
                    .as("permissive=" + permissive)
                    .isEqualTo(expected);
        }
    }

    @Test
    void theFirstEntryThatMatchesDecides() {
        String json = "{\"permissive\":true,\"view_containers\":[" + "{\"principals\":" + ALICE + ",\"users\":" + WEB
                + "}," + "{\"principals\":" + ALICE + ",\"users\":" + NONE + "}," + "{\"principals\":" + ANY
                + ",\"users\":" + NONE + "}]}";
        assertThat(allows(json, "alice", "www")).isTrue();
        assertThat(allows(json, "alice", "root")).isFalse();
        assertThat(allows(json, "bob", "web")).isFalse();
    }

    @Test
    void otherActionsAreNotConcerned() {
        Caller bob = new Caller(Optional.of("bob"), "a", Optional.empty());
        Acls acls = Acls.parse(acls(true, ANY, NONE), "--acls");
        assertThat(acls.allows(bob, Action.KILL_STANDALONE_CONTAINERS, "web")).isTrue();
    }

    @Test
    void withoutSayingSoTheyArePermissive() {
        Caller bob = new Caller(Optional.of("bob"), "a", Optional.empty());
        assertThat(Acls.parse("{}", "--acls").allows(bob, Action.VIEW_FLAGS, ""))
                .isTrue();
        assertThat(Acls.parse("{\"permissive\":false}", "--acls").allows(bob, Action.VIEW_FLAGS, ""))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void everyActionCanBeForbidden(Action action) {
        String json = "{\"" + action.aclName() + "\":[{\"principals\":" + ANY + ",\"" + action.objectsName() + "\":"
                + NONE + "}]}";
        Caller bob = new Caller(Optional.of("bob"), "a", Optional.empty());
        Acls acls = Acls.parse(json, "--acls");
        assertThat(Arrays.stream(Action.values()).filter(a -> !acls.allows(bob, a, "x")))
                .containsExactly(action);
    }

    @ParameterizedTest
    @CsvSource({"eng, false", "eng/dev, true", "eng/dev/a, true", "engine, false", "ops, true", "ops/a, false"})
    void rolesMayBeAllBelowOne(String role, boolean allowed) {
        String json = "{\"permissive\":false,\"view_roles\":[{\"principals\":" + ANY
                + ",\"roles\":{\"values\":[\"eng/%\",\"ops\"]}}]}";
        Caller bob = new Caller(Optional.of("bob"), "a", Optional.empty());
        assertThat(Acls.parse(json, "--acls").allows(bob, Action.VIEW_ROLES, role))
                .isEqualTo(allowed);
    }

    @Test
    void thoseOfAMasterAreCheckedAndPassedOver() {
        Acls.parse("{\"register_frameworks\":[{\"principals\":" + ANY + ",\"roles\":" + ANY + "}]}", "--acls");
        assertThatThrownBy(() -> Acls.parse(
                        "{\"register_frameworks\":[{\"principals\":" + ANY + ",\"users\":" + ANY + "}]}", "--acls"))
                .hasMessageContaining("unknown name: users");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|the whole is not an object",
                "{|it is no JSON",
                "{} {}|it is no JSON",
                "{\"permissive\":\"yes\"}|permissive is neither true nor false",
                "{\"view_container\":[]}|unknown name: view_container; did you mean view_containers?",
                "{\"permisive\":true}|unknown name: permisive; did you mean permissive?",
                "{\"zzzzzzzzzz\":[]}|unknown name: zzzzzzzzzz",
                "{\"view_flags\":{}}|view_flags is not an array",
                "{\"view_flags\":[1]}|view_flags[0] is not an object",
                "{\"view_flags\":[{}]}|view_flags[0].principals is not an object",
                "{\"view_flags\":[{\"principals\":{\"type\":\"ANY\"}}]}|view_flags[0].flags is not an object",
                "{\"view_flags\":[{\"principal\":{}}]}|view_flags[0] has an unknown name: principal; did you mean principals?",
                "{\"view_flags\":[{\"principals\":{}}]}|view_flags[0].principals has no values",
                "{\"view_flags\":[{\"principals\":{\"type\":\"any\"}}]}|view_flags[0].principals.type is neither SOME, ANY nor NONE",
                "{\"view_flags\":[{\"principals\":{\"value\":[]}}]}|unknown name: value; did you mean values?",
                "{\"view_flags\":[{\"principals\":{\"values\":[1]}}]}|view_flags[0].principals.values is not a text",
                "{\"view_flags\":[],\"view_flags\":[]}|the name view_flags is there twice in one object",
            })
    void whatMakesNoSenseIsSaid(String json, String message) {
        assertThatThrownBy(() -> Acls.parse(json, "--acls"))
                .isInstanceOf(ContainerizerException.class)
                .hasMessageStartingWith("read ACLs from --acls: ")
                .hasMessageContaining(message);
    }
}
