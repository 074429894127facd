/**
 * Pictures and film: decoding what was uploaded, encoding what was made.
 *
 * <p>Everything that parses foreign bytes beyond a header, and all video, happens in child
 * processes of ffmpeg (LGPL build, OpenH264), so that a hostile file kills a child and not a
 * worker. Pictures that this package wrote itself are read and written in process.
 */
package io.stillwake.inference.media;
