/**
 * The generators and discriminators that several translation papers share, with the parameter names
 * of junyanz/pytorch-CycleGAN-and-pix2pix. Each architecture is a record, which is part of a
 * model's options and builds untrained layers.
 */
@NullMarked
package org.atelier.translation.nets;

import org.jspecify.annotations.NullMarked;
