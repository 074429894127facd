// Adds each work that comes as a line to the queue, and says which have ended as lines.
import { createInterface } from 'node:readline';
import { Queue, QueueEvents } from 'bullmq';

const connection = { host: '127.0.0.1', port: Number(process.env.PEER_REDIS_PORT), maxRetriesPerRequest: null };
const queue = new Queue('work', {
  connection,
  defaultJobOptions: {
    attempts: 4,
    backoff: { type: 'exponential', delay: 1000 },
    removeOnComplete: { count: 1000 },
    removeOnFail: { count: 1000 },
  },
});
const events = new QueueEvents('work', { connection });
for (const each of [queue, events]) each.on('error', (error) => console.error(error));
const tell = (work, outcome) => process.stdout.write(`${JSON.stringify({ work, outcome })}\n`);
events.on('completed', ({ jobId }) => tell(jobId, 'ok'));
events.on('failed', ({ jobId }) => tell(jobId, 'failed'));
await events.waitUntilReady();

for await (const line of createInterface({ input: process.stdin })) {
  const work = JSON.parse(line);
  queue.add('infer', work, { jobId: work.work }).catch((error) => console.error(error));
}
process.exit(0);
