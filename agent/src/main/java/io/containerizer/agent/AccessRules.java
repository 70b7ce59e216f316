package io.containerizer.agent;

import io.containerizer.agent.auth.Acls;
import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Credentials;
import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.flags.AgentFlags;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.FlagText;
import io.containerizer.api.FlagValues;
import java.util.EnumSet;
import java.util.Set;

/** Who may come in, and who may do what, as the flags say. */
final class AccessRules {

    private AccessRules() {}

    static Authenticator authenticator(FlagValues flags) {
        Credentials credentials = flags.find(AgentFlags.HTTP_CREDENTIALS)
                .map(text -> Credentials.parse(FlagText.json(text), dashed(AgentFlags.HTTP_CREDENTIALS)))
                .orElse(Credentials.NONE);
        Set<Realm> realms = EnumSet.noneOf(Realm.class);
        if (flags.get(AgentFlags.AUTHENTICATE_READONLY)) {
            realms.add(Realm.READONLY);
        }
        if (flags.get(AgentFlags.AUTHENTICATE_READWRITE)) {
            realms.add(Realm.READWRITE);
        }
        if (!realms.isEmpty() && credentials.isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_FLAG,
                            "ask for passwords in",
                            String.join(", ", realms.stream().map(Realm::text).toList()),
                            "nobody has one")
                    .withHint("name principals and their secrets with " + dashed(AgentFlags.HTTP_CREDENTIALS));
        }
        return new Authenticator(realms, credentials, true, System::nanoTime);
    }

    static Authorizer authorizer(FlagValues flags) {
        return flags.find(AgentFlags.ACLS)
                .<Authorizer>map(text -> Acls.parse(FlagText.json(text), dashed(AgentFlags.ACLS)))
                .orElse(Authorizer.EVERYTHING);
    }

    private static String dashed(Flag<?> flag) {
        return "--" + flag.name();
    }
}
