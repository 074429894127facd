/** How work is named, asked for and answered; shared by all stages that ask for some. */
package io.stillwake.jobs.work;
