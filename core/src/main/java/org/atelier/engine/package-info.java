/**
 * The interface to libtorch: compiles and calls TorchScript functions whose source is generated in
 * Java, and differentiates them by autograd.
 *
 * <p>Native operations that DJL does not offer are called through {@link
 * org.atelier.engine.NativeModule}; no other package of the library calls DJL's JNI classes.
 */
@NullMarked
package org.atelier.engine;

import org.jspecify.annotations.NullMarked;
