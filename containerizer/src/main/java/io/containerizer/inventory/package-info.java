/** What a host has for containers to come: images, and who uses them. */
@NullMarked
package io.containerizer.inventory;

import org.jspecify.annotations.NullMarked;
