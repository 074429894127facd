/** What a setup finds and does, told as it happens. */
package io.stillwake.ingest.setup.report;
