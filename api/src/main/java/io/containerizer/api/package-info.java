/** What embedders and isolator authors compile against: records, sealed results, the {@link Isolator} contract. */
@NullMarked
package io.containerizer.api;

import org.jspecify.annotations.NullMarked;
