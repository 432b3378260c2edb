/**
 * Feed-forward style transfer: Johnson et al., "Perceptual losses for real-time style transfer and
 * super-resolution", arXiv:1603.08155, with instance norms (Ulyanov et al., arXiv:1607.08022),
 * several styles in one network (Dumoulin et al., arXiv:1610.07629) and large pictures (Wang et
 * al., arXiv:2103.11784).
 */
@NullMarked
package org.atelier.translation.style.fast;

import org.jspecify.annotations.NullMarked;
