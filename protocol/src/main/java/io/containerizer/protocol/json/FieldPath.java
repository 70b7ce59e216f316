package io.containerizer.protocol.json;

import org.jspecify.annotations.Nullable;

/** Where in a message something is: {@code launch_container.resources[2].name}. Put into words only when needed. */
final class FieldPath {

    static final FieldPath ROOT = new FieldPath(null, "", -1);

    private final @Nullable FieldPath parent;
    private final String name;
    private final int index;

    private FieldPath(@Nullable FieldPath parent, String name, int index) {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    FieldPath field(String field) {
        return new FieldPath(this, field, -1);
    }

    FieldPath element(int number) {
        return new FieldPath(this, "", number);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text);
        return text.toString();
    }

    private void append(StringBuilder text) {
        if (parent != null) {
            parent.append(text);
            if (index >= 0) {
                text.append('[').append(index).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(name);
            }
        }
    }
}
