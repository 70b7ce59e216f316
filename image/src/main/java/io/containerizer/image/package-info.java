/** What an image is, and where one comes from. */
@NullMarked
package io.containerizer.image;

import org.jspecify.annotations.NullMarked;
