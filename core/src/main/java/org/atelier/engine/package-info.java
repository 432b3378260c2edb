/**
 * The one door to libtorch: TorchScript text that Java writes, compiled and called, with autograd.
 *
 * <p>Everything native that DJL lacks goes through {@link org.atelier.engine.NativeModule}; nothing
 * else in the library calls DJL's JNI classes.
 */
@NullMarked
package org.atelier.engine;

import org.jspecify.annotations.NullMarked;
