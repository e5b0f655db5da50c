// The configuration of the throw-away Dovecot: any user name, one password, plain text, Maildir, everything in one folder.
import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import type { Account } from './running.ts';

export interface DovecotConf {
  readonly folder: string;
  readonly imapPort: number;
  readonly lmtpPort: number | null;
  readonly password: string;
  readonly owner: Account;
}

/**
 * Dovecot 2.3. Without root its helper processes run as ourselves and cannot chroot. A user listed in the file `denied`
 * cannot log in. Sent and Junk exist from the start with their special use (RFC 6154).
 */
export function dovecotConf({ folder, imapPort, lmtpPort, password, owner }: DovecotConf): string {
  const root = process.getuid?.() === 0;
  const me = userInfo().username;
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap${lmtpPort === null ? '' : ' lmtp'}
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${folder}/mail/%u
mail_max_userip_connections = 1000
maildir_very_dirty_syncs = no
${root ? '' : `default_internal_user = ${me}\ndefault_login_user = ${me}\ndefault_internal_group = ${group}`}
passdb {
  driver = passwd-file
  deny = yes
  args = ${folder}/denied
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/home/%u allow_all_users=yes
}
service imap-login {
  ${root ? '' : 'chroot ='}
  service_count = 0
  inet_listener imap {
    address = 127.0.0.1
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  ${root ? '' : 'chroot ='}
  unix_listener anvil-auth-penalty { # no growing delay after failed log-ins
    mode = 0
  }
}
service imap {
  process_limit = 1000
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
${
  lmtpPort === null
    ? ''
    : `service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtpPort}
  }
}`
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
  mailbox Junk {
    auto = create
    special_use = \\Junk
  }
}
`;
}
