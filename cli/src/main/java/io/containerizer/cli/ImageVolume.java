package io.containerizer.cli;

import io.containerizer.api.ImageRequest;
import io.containerizer.api.Volume;
import io.containerizer.image.ImageReference;

/** A volume of an image, as {@code --volume} has it: {@code image:NAME:DST[:ro|:rw]}. */
final class ImageVolume {

    private static final String PREFIX = "image:";

    private ImageVolume() {}

    /** Other volumes may be of a directory called image, at an absolute path. */
    static boolean is(String text) {
        return text.startsWith(PREFIX) && !text.startsWith(PREFIX + "/");
    }

    static boolean areIn(Arguments arguments) {
        return arguments.all(RunOptions.VOLUME).stream().anyMatch(ImageVolume::is);
    }

    /** @param arguments of which {@code text} is a part */
    static Volume parse(Arguments arguments, String text) {
        int cut = text.indexOf(":/"); // no name of an image has that
        if (cut < PREFIX.length()) {
            throw wrong(arguments, text);
        }
        ImageReference name = ImageReference.parse(text.substring(PREFIX.length(), cut));
        String[] parts = text.substring(cut + 1).split(":", -1);
        String option = parts.length == 1 ? "rw" : parts[1];
        if (parts.length > 2 || !(option.equals("ro") || option.equals("rw"))) {
            throw wrong(arguments, text);
        }
        Volume.Source source = new Volume.ImageTree(new ImageRequest(name.toString(), true));
        return new Volume(parts[0], source, option.equals("ro"), Volume.Propagation.PRIVATE);
    }

    private static UsageException wrong(Arguments arguments, String text) {
        return arguments.usage("--volume is '" + text + "'; write image:NAME:/DST or image:NAME:/DST:ro");
    }
}
