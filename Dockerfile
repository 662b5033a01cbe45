# The relay and the app in one image. Nothing is published: build it yourself, docs/operate/containers.md says how.
# Both stages are the same system, because the database engine comes built for it.
ARG NODE=node:22-bookworm-slim

FROM ${NODE} AS build
WORKDIR /source
COPY package.json package-lock.json tsconfig.json tsconfig.base.json vite.config.ts LICENSE ./
COPY scripts ./scripts
COPY shared ./shared
COPY client ./client
COPY relay ./relay
COPY deploy ./deploy
COPY docs/operate ./docs/operate
RUN npm run release \
  && mkdir -p /opt/eventkit /var/lib/eventkit \
  && tar -xzf dist/release/eventkit-*.tar.gz --strip-components=1 -C /opt/eventkit

FROM ${NODE}
COPY --from=build /opt/eventkit /opt/eventkit
# The volume takes over owner and mode of this folder when it is made.
COPY --from=build --chown=node:node --chmod=700 /var/lib/eventkit /var/lib/eventkit
ENV NODE_ENV=production \
  PATH=/opt/eventkit/bin:$PATH \
  PORT=8787 \
  EVENTKIT_DATA=/var/lib/eventkit \
  EVENTKIT_TLS=off \
  EVENTKIT_MDNS=off
USER node
VOLUME /var/lib/eventkit
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["eventkit"]
CMD ["start"]
