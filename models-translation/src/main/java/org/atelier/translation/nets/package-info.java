/**
 * The networks that several translation papers share, with the parameter names of
 * junyanz/pytorch-CycleGAN-and-pix2pix. Each is a record: what it is built with, as options and
 * checkpoints hold it, and how to build it.
 */
@NullMarked
package org.atelier.translation.nets;

import org.jspecify.annotations.NullMarked;
