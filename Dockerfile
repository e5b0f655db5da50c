# One image for every worker: docker-compose.yml says which one a container is.
FROM node:24-slim
# Many threads and many large mails: one heap for all, and what is freed given back, are 150 MB less (npm run bench).
ENV NODE_ENV=production MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072
WORKDIR /app
# The optional packages are PostgreSQL's own binaries: here PostgreSQL is a service of its own.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund
COPY src src
COPY workers workers
COPY rules rules
RUN mkdir var rules/local -p && chown -R node:node var rules/local
USER node
ENTRYPOINT ["node", "--max-semi-space-size=8", "src/cli.ts"]
CMD ["start"]
