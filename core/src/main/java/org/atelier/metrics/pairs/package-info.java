/** Metrics of a picture and its reference: PSNR, SSIM, MS-SSIM and LPIPS. */
@NullMarked
package org.atelier.metrics.pairs;

import org.jspecify.annotations.NullMarked;
