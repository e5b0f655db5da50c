# One image for every worker: docker-compose.yml says which one a container is.
FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
# The optional packages are PostgreSQL's own binaries: here PostgreSQL is a service of its own.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund
COPY src src
COPY workers workers
COPY rules rules
RUN mkdir var rules/local -p && chown -R node:node var rules/local
USER node
ENTRYPOINT ["node", "--max-semi-space-size=8", "--max-old-space-size=1024", "src/cli.ts"]
CMD ["start"]
